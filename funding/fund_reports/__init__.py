"""The fund tables: each declares its heads, columns and rows once; page and workbook are both drawn from that."""
