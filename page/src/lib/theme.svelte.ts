/** Light or dark: as the system has it until the reader chooses. */

const dark = matchMedia("(prefers-color-scheme: dark)");

class Theme {
  chosen = $state<"light" | "dark" | null>(kept());
  system = $state(dark.matches);
  constructor() {
    dark.addEventListener("change", (event) => (this.system = event.matches));
  }
  get isDark(): boolean {
    return this.chosen === null ? this.system : this.chosen === "dark";
  }
  turn(): void {
    this.chosen = this.isDark ? "light" : "dark";
    try {
      localStorage.setItem("kautilya-theme", this.chosen);
    } catch {
      // a browser that keeps nothing: it lasts as long as the page
    }
  }
}

function kept(): "light" | "dark" | null {
  try {
    const value = localStorage.getItem("kautilya-theme");
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

export const theme = new Theme();

/** A colour of the page as it is now, for figures that cannot read the style sheet. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
