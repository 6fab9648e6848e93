"""What `collectstatic` leaves out: ECharts comes in a dozen builds with their maps, 50 MB, of which one file is used."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder

# None of them matches echarts.common.min.js.
UNUSED = (
    "echarts.js", "echarts.min.js", "echarts.common.js", "echarts.simple*", "echarts.esm*", "echarts*.map", "dataTool*", "bmap*",
)  # fmt: skip


class LeanFinder(FileSystemFinder):
    """Finds every file when it is asked for, but does not offer these to be collected."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *UNUSED])
