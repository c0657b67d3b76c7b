"""Requests to proposals. One protocol, several translators: offline (rules), llm (any model)."""
