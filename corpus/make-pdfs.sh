#!/bin/sh
# Makes corpus/BODY/x.pdf of every corpus/sources/BODY/x.fodt (LibreOffice) and x.html (Chromium).
#
#   corpus/make-pdfs.sh                   all of them
#   corpus/make-pdfs.sh vng/x.html ...    these only
#
# Debian: apt install libreoffice-writer-nogui chromium fonts-liberation fonts-dejavu fonts-crosextra-carlito
set -eu
cd "$(dirname "$0")"

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

if [ $# -eq 0 ]; then
    set -- $(cd sources && ls */*.fodt */*.html)
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
        chromium --headless --no-sandbox --disable-gpu --no-first-run \
            --disable-background-networking --disable-component-update --disable-sync \
            --user-data-dir="$profile/chromium" --no-pdf-header-footer \
            --print-to-pdf="$pdf" "sources/$source" 2>/dev/null
        ;;
    esac
    test -s "$pdf"
    echo "$pdf"
done
