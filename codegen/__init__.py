"""From the official JSON schemas to typed distributions, one for each protocol version.

`python -m codegen --help` lists the commands. The stages, each a module with one job:

    contract   the official file without its prose, checked against its pin
    patches    declared defects of the official files, corrected
    normalise  one shape for all versions: named objects, params apart from envelopes, one name for one concept
    methods    the method table: who sends what, with which params, answered by which result
    ir         what the stages after it read
    models     models.py, by datamodel-code-generator and one template
    stubs      registry, handlers, calls, errors and the distribution's other files, by our templates
    diff       what changed between two versions
    write      only files that changed; strangers are deleted
"""
