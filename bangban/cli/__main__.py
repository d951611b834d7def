"""``python -m bangban.cli``: the same as ``bangban``."""

import sys

from bangban.cli import main

sys.exit(main())
