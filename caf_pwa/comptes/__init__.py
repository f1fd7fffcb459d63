"""Who you are: the account, its password, its sessions, and who may do what in a household."""
