"""What `make bench` measures: each figure stands beside a reference measured in the same run (speed.md)."""
