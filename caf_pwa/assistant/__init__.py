"""The assistant: what people ask, what answers it, and their own figures where they may see them."""
