"""Training data that is right because it ran: edit plans, their commands executed and measured, and the ways people would ask for them."""
