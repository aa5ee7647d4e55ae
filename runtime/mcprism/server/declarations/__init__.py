"""What a server offers, declared as functions and classes."""
