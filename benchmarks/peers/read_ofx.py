"""ofxtools reading one file; runs in the peers' environment."""

import sys

from ofxtools.Parser import OFXTree

tree = OFXTree()
tree.parse(sys.argv[1])
print(sum(len(statement.transactions) for statement in tree.convert().statements))
