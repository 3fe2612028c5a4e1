//! Tiny font programs for tests: a few tables, and no shapes.

/// A TrueType program of these tables.
pub fn sfnt(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut head = vec![0, 1, 0, 0];
    head.extend((tables.len() as u16).to_be_bytes());
    head.extend([0; 6]);
    let mut body = Vec::new();
    for (tag, table) in tables {
        let offset = 12 + 16 * tables.len() + body.len();
        head.extend(*tag);
        for number in [0, offset, table.len()] {
            head.extend((number as u32).to_be_bytes());
        }
        body.extend(table);
    }
    [head, body].concat()
}

/// A map of characters: its platform, its encoding, and the glyph of each code.
type Map<'a> = (u16, u16, &'a [(u32, u32)]);

/// A `cmap` table of these maps.
pub fn cmap(maps: &[Map<'_>]) -> Vec<u8> {
    let mut head = words(&[0, maps.len() as u16]);
    let mut body = Vec::new();
    for (platform, encoding, glyphs) in maps {
        head.extend(words(&[*platform, *encoding]));
        head.extend(((4 + 8 * maps.len() + body.len()) as u32).to_be_bytes());
        // Format 12: groups of one code each.
        body.extend(words(&[12, 0]));
        for number in [16 + 12 * glyphs.len() as u32, 0, glyphs.len() as u32] {
            body.extend(number.to_be_bytes());
        }
        for number in glyphs.iter().flat_map(|(code, glyph)| [code, code, glyph]) {
            body.extend(number.to_be_bytes());
        }
    }
    [head, body].concat()
}

/// A `post` table, version 2: a number a glyph, and the names from number 258 on.
pub fn post(numbers: &[u16], names: &[&str]) -> Vec<u8> {
    let mut table = vec![0, 2, 0, 0];
    table.resize(32, 0);
    table.extend(words(&[numbers.len() as u16]));
    table.extend(words(numbers));
    for name in names {
        table.push(name.len() as u8);
        table.extend(name.as_bytes());
    }
    table
}

/// A CFF program whose glyphs, from 1 on, have these codes and names of its own.
pub fn cff(glyphs: &[(u8, &str)]) -> Vec<u8> {
    const TOP_BYTES: usize = 18;
    let names = index(&glyphs.iter().map(|(_, name)| name.as_bytes()).collect::<Vec<_>>());
    let outlines = index(&vec![&[14_u8][..]; glyphs.len() + 1]);
    let start = 4 + index(&[b"X"]).len() + index(&[&[0; TOP_BYTES]]).len() + names.len() + 2;
    let charset = start + outlines.len();
    let encoding = charset + 1 + 2 * glyphs.len();
    let top: Vec<u8> = [(charset, 15), (encoding, 16), (start, 17)]
        .into_iter()
        .flat_map(|(offset, operator)| {
            let [a, b, c, d] = (offset as u32).to_be_bytes();
            [29, a, b, c, d, operator]
        })
        .collect();
    let mut program = vec![1, 0, 4, 1];
    program.extend(index(&[b"X"]));
    program.extend(index(&[&top]));
    program.extend(names);
    // No subroutines.
    program.extend([0, 0]);
    program.extend(outlines);
    program.push(0);
    // The names that are not standard are numbered from 391 on.
    program.extend(words(&(391..).take(glyphs.len()).collect::<Vec<_>>()));
    program.extend([0, glyphs.len() as u8]);
    program.extend(glyphs.iter().map(|(code, _)| code));
    program
}

/// A list as CFF has it: how many, the size of an offset, the offsets from 1 on, the data.
fn index(items: &[&[u8]]) -> Vec<u8> {
    let mut list = words(&[items.len() as u16]);
    list.push(1);
    let mut offset = 1;
    list.push(offset);
    for item in items {
        offset += item.len() as u8;
        list.push(offset);
    }
    [list, items.concat()].concat()
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}
