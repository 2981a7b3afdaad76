"""What axe-core finds wrong with a page that is open: WCAG 2.2 AA, and what it calls best practice."""

from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async (without) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])) });
  return found.violations.flatMap((each) => each.nodes.map((node) =>
    `${each.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}: `
    + (node.failureSummary ?? "").replace(/\\s+/g, " ")));
}"""
SETTLED = """() => !document.querySelector(".loading-section, [aria-busy=true]")
  && document.getAnimations().every((each) => each.playState !== "running")"""


async def violations(page: Page, *without: str) -> list[str]:
    """One line for every place on the page as it is now: the rule, where, what would mend it; not these rules."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    await page.wait_for_function(SETTLED)
    found: list[str] = await page.evaluate(LOOK, list(without))
    return found
