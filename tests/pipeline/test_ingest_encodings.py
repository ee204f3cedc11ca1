"""Encodings: whatever a file is written in, its letters are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.encoding import read_text

CHINESE = (
    "# 检索增强方法研究\n\n本文研究面向长文本生成的检索增强方法，"
    "并在两个数据集上报告了实验结果。我们提出了一个新的模型。\n"
)
JAPANESE = (
    "# 長文生成の研究\n\n本論文では、長い文章を生成するための検索拡張手法を提案し、"
    "二つのデータセットで評価した結果を報告する。\n"
)
FRENCH = (
    "# Étude des systèmes\n\nLes résultats montrent que la méthode proposée améliore les performances, "
    "même si l'évaluation est limitée. Voilà où ça mène.\n"
)
GERMAN = (
    "# Über Größen\n\nDie Ergebnisse zeigen, dass die Methode für längere Texte besser ist, was wir hier erläutern.\n"
)
RUSSIAN = "# Исследование\n\nВ статье рассматриваются методы генерации длинных текстов и приводятся опыты.\n"
CZECH = (
    "# Příliš dlouhé texty\n\nMetody hlubokého učení se v posledních letech často používají ke zpracování přirozeného "
    "jazyka. Článek popisuje, jak lze zlepšit přesnost překladu.\n"
)
POLISH = (
    "# Uczenie maszynowe\n\nUczenie maszynowe jest coraz częściej stosowane w przetwarzaniu języka naturalnego. "
    "W artykule opisano, jak można poprawić jakość tłumaczenia.\n"
)
TAIWANESE = (
    "# 深度學習的應用\n\n本文研究深度學習在自然語言處理中的應用，並提出一種新的注意力機制，以改善機器翻譯的品質。"
    "實驗結果顯示，所提出的方法在多個資料集上優於現有方法。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CZECH, "cp1250"),
        (POLISH, "cp1250"),
        (TAIWANESE, "big5"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-8-sig"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (FRENCH, "latin-1"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert read_text(tmp_path / "a.txt") == text
