"""What is due for whoever signed in: the first page of desktop and phone."""
