"""考核: the score of every unit, and the workbook of formulas that a clerk can follow."""
