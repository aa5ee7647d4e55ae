"""Looking on at the messages of a server or a client, without a say in them."""
