"""Case-file packages on the disk: BagIt folders and zip files, signed with the municipality's seal."""

from .api import Bag, OpenBag, Signed
from .pages import index_page, mets
from .reading import open_bag
from .writing import FolderBag, ZipBag, bag_at

__all__ = ["Bag", "FolderBag", "OpenBag", "Signed", "ZipBag", "bag_at", "index_page", "mets", "open_bag"]
