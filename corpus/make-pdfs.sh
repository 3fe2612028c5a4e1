#!/bin/sh
# Makes corpus/BODY/x.pdf of every corpus/sources/BODY/x.fodt (LibreOffice), x.html (Chromium, or
# WeasyPrint where its second line is `<!-- weasyprint -->`), x.tex (pdfTeX), x.ms (groff), x.py (ReportLab or fpdf2; the script takes the name of the PDF)
# and x.typ (Typst).
#
#   corpus/make-pdfs.sh                   all of them
#   corpus/make-pdfs.sh vng/x.html ...    these only
#
# Debian: apt install libreoffice-writer-nogui chromium fonts-liberation fonts-dejavu fonts-crosextra-carlito \
#   texlive-latex-recommended lmodern groff weasyprint python3-reportlab python3-fpdf; pip install typst
set -eu
cd "$(dirname "$0")"

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

if [ $# -eq 0 ]; then
    set -- $(cd sources && ls */*.fodt */*.html */*.tex */*.ms */*.py */*.typ)
fi

for source in "$@"; do
    body=${source%%/*}
    pdf=${source%.*}.pdf
    case $source in
    *.fodt)
        soffice -env:UserInstallation="file://$profile/office" --headless \
            --convert-to pdf:writer_pdf_Export --outdir "$body" "sources/$source" >/dev/null
        ;;
    *.html)
        if sed -n 2p "sources/$source" | grep -q weasyprint; then
            weasyprint -q "sources/$source" "$pdf"
            echo "$pdf"
            continue
        fi
        chromium --headless --no-sandbox --disable-gpu --no-first-run \
            --disable-background-networking --disable-component-update --disable-sync \
            --user-data-dir="$profile/chromium" --no-pdf-header-footer \
            --print-to-pdf="$pdf" "sources/$source" 2>/dev/null
        ;;
    *.tex)
        pdflatex -interaction=batchmode -halt-on-error -output-directory="$profile" \
            "sources/$source" >/dev/null
        mv "$profile/$(basename "$pdf")" "$pdf"
        ;;
    *.ms)
        groff -k -ms -Tpdf "sources/$source" >"$pdf"
        ;;
    *.py)
        python3 "sources/$source" "$pdf"
        ;;
    *.typ)
        python3 -c 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])' \
            "sources/$source" "$pdf"
        ;;
    esac
    test -s "$pdf"
    echo "$pdf"
done
