"""What stands around the documents in a file that is imported (D10): who, which case, which meetings."""

from .cluster import ClusterFile
from .organisation import Organisation
from .person import PersonFile
from .reading import read_envelope, read_field

__all__ = ["ClusterFile", "Organisation", "PersonFile", "read_envelope", "read_field"]
