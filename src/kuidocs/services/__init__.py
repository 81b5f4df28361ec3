"""Things outside the process, one package each: an abstract class, the real thing and a local twin."""
