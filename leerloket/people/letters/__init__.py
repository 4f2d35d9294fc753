"""Letters for people without e-mail: a queue, and batches to print."""
