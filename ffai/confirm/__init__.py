"""Asking: keys, typed confirmation, editing, copying."""
