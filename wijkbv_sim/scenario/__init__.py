"""What a user writes: the schema, uncertain quantities, and reading and writing documents."""
