"""Takes the README's pictures of a report with Chromium.

usage: take_pictures.py REPORT.html FOLDER     (standard library only)
"""

import base64
import os
import shutil
import sys
import time

from check_report import Chromium


def take(browser, file, selector=None):
    """The window, or what an element shows."""
    clip = {}
    if selector:
        box = browser.run(f"""(() => {{ const b = document.querySelector('{selector}').getBoundingClientRect();
          return [b.left, b.top + scrollY, b.width, b.height]; }})()""")
        clip = {"captureBeyondViewport": True, "clip": dict(zip(("x", "y", "width", "height", "scale"), [*box, 1]))}
    picture = browser("Page.captureScreenshot", format="png", **clip)["data"]
    with open(file, "wb") as out:
        out.write(base64.b64decode(picture))


def main():
    report, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    browser = Chromium(shutil.which("chromium"))
    try:
        browser.view(1280)
        browser.open(report)
        take(browser, os.path.join(folder, "report.png"))
        browser.open(report, "#image=1&view=2&candidate=input&candidate=nafnet-lite")
        # The pictures of the panes are unpacked first.
        time.sleep(1)
        take(browser, os.path.join(folder, "explorer.png"), "#explorer")
        take(browser, os.path.join(folder, "charts.png"), "#stars")
    finally:
        browser.close()


main()
