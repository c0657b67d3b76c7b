"""`ffai mcp`: a Model Context Protocol server over standard input and output. The SDK is the extra `mcp`, imported only here."""
