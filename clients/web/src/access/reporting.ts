import { PHRASES, say } from "../strings";
import { byId } from "../ui/page";

/** “Report a wrong word”: which, and how it should read, sent to the people of the house with nothing about who sends it. */
export class Reporting {
  private readonly dialog = byId<HTMLDialogElement>("report");
  private readonly wrong = byId<HTMLInputElement>("report-wrong");
  private readonly better = byId<HTMLInputElement>("report-better");
  private readonly said = byId("report-said");

  constructor() {
    for (const button of document.querySelectorAll<HTMLElement>(".report")) button.addEventListener("click", () => this.open());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    byId("report-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
  }

  private open(): void {
    this.said.textContent = "";
    this.dialog.showModal();
    this.wrong.focus();
  }

  private async send(): Promise<void> {
    const body = JSON.stringify({ language: PHRASES.language, wrong: this.wrong.value.trim(), better: this.better.value.trim() });
    try {
      const answer = await fetch("/api/wording", { method: "POST", body, headers: { "Content-Type": "application/json" } });
      if (!answer.ok) throw new Error(`wording: HTTP ${answer.status}`);
      this.wrong.value = this.better.value = "";
      this.said.textContent = say("reportThanks");
    } catch {
      this.said.textContent = say("reportFailed");
    }
  }
}
