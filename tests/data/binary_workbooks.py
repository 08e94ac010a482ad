"""Workbooks in binary form for tests. No library here writes them: the .xls is one that was written once, the .xlsb is
made of its records."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib

XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O=wd=5dQZ4<R!H~Nlk@T2%%ur+C!@sFY#5u_GGP!C?eFfiGMALgo@UK*47*a!IR>p(2EDFUi?83y?GESdJqI5Rm6iH6cjwP"
        "dCtzhXc}{9&=xCi9y>cbyWi}*o!Naq&!<DViQ7#xD4{LTk#_>{73l<(K%o%?^*fFf3$>q$<I%FBfS&^CGx4D2nI&T=<2?fnw~Qym"
        "fwxo+;skoqsbq8sX&d_x7t)8AFevvlT%%HpM)s?o`2h2k%y078hs--!bCG$B#^%HUOxr!Jo83I#uQhXDEpdUnjCswP4m9AY%;R&H"
        "gc@sNYvx#d=-=#!7}b~rMXo!UN@n6iIfN;MllbODfv<(V`Z((8msT%8`tS4gRvG<e%>YK>91=1Svsi)8x(u(5okNK%owi-3iuayb"
        "*nIc~)IofjHfsDxGBq$ljX0Hl!qFZjbM5UN8>umTDoxnoqnV^s9!{UkR7p7R_u#z!Uc<Yfns@?rEQfe61nESdz5eCJj{aV|k2Rxw"
        "#;Yg68tFP5oR<g!*Z%BLyp<6fn2)j5)hstL4^swH-O}6O3SHwo<^uP&&^()%UfOGm<aH!xKkm90$-cAKlRVWub0$3X%AP<oElh&&"
        "@)}2*XcJejNV;zqYT=$4Z<sg!c7FJ^pzFKiKJMx;hbk6B>Y1q3<Bl9k=gTiz>{Zp=C#wc?nXam=&5~8s=nC;2tCsGrj%pdy(p|J("
        "2CXw%u9QwIq%)eGw)b|berdsUEf_@>qOJvlEyy^Tnx9(If+dt}uxAqKD>Ju`k(N8RkCC4u&0{w{<YH$v*)Q?Og_>KAGfFI2Y(d8K"
        "5pjzx=y*>(g3uP<59b=n<(fwxdE}8t9(m-^pON4<OYmEkdQVbsua^5?XO2qV`%UuS(r%>b8m7<E?MP9b!AM2<vkImt*b)oG6#f@V"
        "+DEfzFo=HkW3b}<rLPZBd_M~Y2LIj`s&xK*C4MgQ{67HKtOj%"
    )
)
"""Sheets “Old” (hidden) and “S”, which begins at C3: agency, a, b; one 84.99499999999999 "0012"; two #DIV/0! TRUE (a
hidden row); an empty row; three 1.23e-10 90; four. The cells of a of the last two are merged."""

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
RELATION = '<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'


def write_xlsb(path, rows, *, merged=(), hidden=()):
    """Writes a workbook with the sheets “Old” (hidden) and “S”, both with these cells by row and column from 0: texts,
    numbers, truths, and errors as a tuple with their number."""
    body = b""
    for row, cells in rows.items():
        body += record(0, struct.pack("<IIHBB", row, 0, 300, 0, 0x10 if row in hidden else 0) + bytes(5))
        body += b"".join(cell(column, value) for column, value in cells.items())
    ranges = b"".join(record(176, struct.pack("<IIII", *corners)) for corners in merged)
    size = record(148, struct.pack("<IIII", 0, 9, 0, 9))
    sheet = record(129) + size + record(145) + body + record(146) + ranges + record(130)
    entries = b"".join(
        record(156, struct.pack("<II", state, number) + text(f"rId{number}") + text(name))
        for number, (name, state) in enumerate([("Old", 1), ("S", 0)], 1)
    )
    book = record(131) + record(143) + entries + record(144) + record(157, bytes(26)) + record(132)
    with zipfile.ZipFile(path, "w") as archive:
        main = RELATION.format(1, "officeDocument", "xl/workbook.bin")
        archive.writestr("_rels/.rels", RELATIONS.format(main))
        sheets = "".join(
            RELATION.format(number, "worksheet", f"worksheets/sheet{number}.bin") for number in (1, 2)
        )
        archive.writestr("xl/_rels/workbook.bin.rels", RELATIONS.format(sheets))
        archive.writestr("xl/workbook.bin", book)
        for number in (1, 2):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", sheet)


def record(number, data=b""):
    return packed(number) + packed(len(data)) + data


def packed(number):
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + packed(rest) if rest else bytes([low])


def text(characters):
    return struct.pack("<I", len(characters)) + characters.encode("utf-16-le")


def cell(column, value):
    kind, data = {
        str: lambda: (6, text(value)),
        bool: lambda: (4, bytes([value])),
        tuple: lambda: (3, bytes(value)),
        float: lambda: (5, struct.pack("<d", value)),
    }[type(value)]()
    return record(kind, struct.pack("<II", column, 0) + data)
