"""Several people in one conversation: whom it is opened to, what each sees of it, who has read how far."""
