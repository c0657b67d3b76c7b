"""`ffai studio`: labelling and reading a project in the browser. A server for this machine alone; all state is in the project folder."""
