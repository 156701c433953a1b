"""What the product does: one package per noun, all with the same rooms inside."""
