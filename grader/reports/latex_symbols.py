"""What single commands of LaTeX stand for, as elements of MathML."""

from collections.abc import Mapping
from html import escape


def sign(text: str) -> str:
    """Return an operator, a relation or a bracket."""
    return f"<mo>{escape(text)}</mo>" if text else ""


def letter(text: str) -> str:
    """Return a letter, or the name of a function."""
    return f"<mi>{text}</mi>"


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_SIGNS = _pairs(r"""
    - −  * ∗  ' ′  \otimes ⊗  \ast ∗  \star ⋆  \times ×  \cdot ·  \div ÷  \pm ±  \mp ∓  \oplus ⊕
    \odot ⊙  \circ ∘  \bullet •  \le ≤  \leq ≤  \ge ≥  \geq ≥  \ne ≠  \neq ≠  \ll ≪  \gg ≫
    \approx ≈  \equiv ≡  \sim ∼  \propto ∝  \in ∈  \notin ∉  \subset ⊂  \cup ∪  \cap ∩  \setminus ∖
    \to →  \rightarrow →  \leftarrow ←  \uparrow ↑  \downarrow ↓  \mapsto ↦  \Rightarrow ⇒  \iff ⇔
    \Leftrightarrow ⇔  \sum ∑  \prod ∏  \int ∫  \partial ∂  \nabla ∇  \ldots …  \dots …  \cdots ⋯
    \vdots ⋮  \ddots ⋱  \lfloor ⌊  \rfloor ⌋  \lceil ⌈  \rceil ⌉  \langle ⟨  \rangle ⟩  \mid |
    \lvert |  \rvert |  \| ‖  \lVert ‖  \rVert ‖  \forall ∀  \exists ∃  \land ∧  \lor ∨  \neg ¬
    \{ {  \} }  \% %  \$ $  \# #  \& &  \_ _
""")
_LETTERS = _pairs(r"""
    \alpha α  \beta β  \gamma γ  \delta δ  \epsilon ϵ  \varepsilon ε  \theta θ  \lambda λ  \mu μ
    \nu ν  \pi π  \rho ρ  \sigma σ  \tau τ  \phi ϕ  \varphi φ  \omega ω  \Delta Δ  \Sigma Σ
    \Omega Ω  \Phi Φ  \infty ∞  \ell ℓ  \emptyset ∅  \top ⊤
    \min min  \max max  \log log  \ln ln  \exp exp  \sin sin  \cos cos  \tan tan  \det det  \arg arg
""")
_WIDTHS = _pairs(r"\, 0.17  \: 0.22  \; 0.28  \! 0  ~ 0.25  \quad 1  \qquad 2") | {"\\ ": "0.25"}

SYMBOLS: Mapping[str, str] = {
    **{command: sign(text) for command, text in _SIGNS.items()},
    **{command: letter(text) for command, text in _LETTERS.items()},
    **{command: f'<mspace width="{width}em"></mspace>' for command, width in _WIDTHS.items()},
}
ACCENTS: Mapping[str, str] = {
    command: sign(text)
    for command, text in _pairs(r"\hat ^  \bar ¯  \overline ¯  \tilde ~  \vec →  \dot ˙").items()
}
TABLES: Mapping[str, tuple[str, str]] = {
    "matrix": ("", ""),
    "bmatrix": ("", "square"),
    "pmatrix": ("", "round"),
    "vmatrix": ("", "bars"),
    "cases": (sign("{"), ""),
    "aligned": ("", ""),
}
"""Environment → what stands before its table, and the class by which a page draws its brackets.

A browser stretches a bracket only with a font for mathematics, and many machines have none.
"""
