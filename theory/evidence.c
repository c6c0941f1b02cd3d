#include "evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *nw_verdict_word(nw_verdict verdict)
{
    static const char *const words[] = {"holds", "fails", "unknown"};
    return words[verdict];
}

nw_evidence *nw_evidence_new(void)
{
    nw_evidence *evidence = nw_alloc(1, sizeof *evidence);
    evidence->verdict = NW_UNDECIDED; /* until it is concluded */
    return evidence;
}

void nw_evidence_free(nw_evidence *evidence)
{
    if (evidence == NULL)
        return;
    for (size_t i = 0; i < evidence->part_count; i++) {
        for (size_t j = 0; j < evidence->parts[i].cell_count; j++)
            free(evidence->parts[i].cells[j]);
        free(evidence->parts[i].cells);
    }
    free(evidence->parts);
    for (size_t i = 0; i < evidence->note_count; i++)
        free(evidence->notes[i]);
    free(evidence->notes);
    free(evidence->summary);
    free(evidence);
}

void nw_evidence_begin(nw_evidence *evidence, const char *name, const char *title, const nw_evidence_column *columns,
                       size_t count)
{
    evidence->parts = nw_grow(evidence->parts, evidence->part_count + 1, sizeof *evidence->parts);
    evidence->parts[evidence->part_count++] =
        (nw_evidence_part){.name = name, .title = title, .columns = columns, .column_count = count};
}

void nw_evidence_cell(nw_evidence *evidence, char *text)
{
    nw_evidence_part *part = &evidence->parts[evidence->part_count - 1];
    if (part->cell_count == part->room) {
        part->room = part->room == 0 ? 64 : 2 * part->room;
        part->cells = nw_grow(part->cells, part->room, sizeof *part->cells);
    }
    part->cells[part->cell_count++] = text;
}

void nw_evidence_note(nw_evidence *evidence, char *text)
{
    evidence->notes = nw_grow(evidence->notes, evidence->note_count + 1, sizeof *evidence->notes);
    evidence->notes[evidence->note_count++] = text;
}

const char *nw_evidence_decide(nw_evidence *evidence, nw_outcome outcome, char *what)
{
    if (outcome == NW_PROVED) {
        evidence->proved++;
        free(what);
        return "proved";
    }
    bool refuted = outcome == NW_REFUTED;
    *(refuted ? &evidence->refuted : &evidence->undecided) += 1;
    nw_evidence_note(evidence, nw_format("%s: %s", refuted ? "refuted" : "undecided", what));
    free(what);
    return refuted ? "refuted" : "unknown";
}

void nw_evidence_conclude(nw_evidence *evidence, char *more)
{
    bool open = evidence->undecided > 0 || evidence->proved == 0;
    evidence->verdict = evidence->refuted > 0 ? NW_FAILS : open ? NW_UNDECIDED : NW_HOLDS;
    free(evidence->summary);
    evidence->summary = nw_format("%zu checks proved, %zu refuted, %zu undecided%s%s", evidence->proved,
                                  evidence->refuted, evidence->undecided, more != NULL ? "; " : "",
                                  more != NULL ? more : "");
    free(more);
}

size_t nw_evidence_rows(const nw_evidence_part *part)
{
    return part->column_count == 0 ? 0 : part->cell_count / part->column_count;
}

const char *nw_evidence_text(const nw_evidence_part *part, size_t row, size_t column)
{
    const char *text = part->cells[row * part->column_count + column];
    return text != NULL ? text : "";
}

const nw_evidence_part *nw_evidence_part_find(const nw_evidence *evidence, const char *name)
{
    for (size_t i = 0; i < evidence->part_count; i++)
        if (strcmp(evidence->parts[i].name, name) == 0)
            return &evidence->parts[i];
    return NULL;
}
