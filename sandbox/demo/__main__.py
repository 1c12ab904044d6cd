"""`python -m sandbox.demo`."""

from sandbox.demo.command import main

if __name__ == "__main__":
    main()
