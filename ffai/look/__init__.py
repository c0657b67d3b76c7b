"""What a request is about: the files it names or means, and the folder it is made in."""
