"""`make gauntlet`: the heavy trials. Each module is one trial; __main__.py says in which sizes."""
