"""Everything around the product: stacks, packages, migrations, the local cloud and the command."""
