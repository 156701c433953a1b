"""All SQL of knowledge, a noun a module. Every read takes who asks; work in the background takes a key."""
