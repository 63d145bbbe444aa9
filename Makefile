# Two commands: `make run` does the main job on the bundled sample, `make test` runs the suite.
