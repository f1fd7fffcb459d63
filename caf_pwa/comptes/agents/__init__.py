"""The advisers of the Caf: accounts, sign-ins and a door of their own."""
