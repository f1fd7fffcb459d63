"""The devices of an account: what they say of themselves, those that are known, the sign-ins open on them."""
