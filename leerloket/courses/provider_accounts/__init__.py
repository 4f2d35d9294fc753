"""The bank account a provider is paid on, and how it changes: with four eyes."""
