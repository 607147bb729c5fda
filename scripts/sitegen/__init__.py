"""What MkDocs pages show about the build: questions, claims, machine, notebooks."""
