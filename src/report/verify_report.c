#include "report/verify_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "report/box.h"
#include "report/json.h"

struct nw_verify_report {
    FILE *stream;
    nw_style style;
    const nw_origin *origin;
    json_t *results; /* NULL in text */
};

enum { SHOWN_DIGITS = 10 };

nw_verify_report *nw_verify_report_begin(FILE *stream, nw_style style, const nw_origin *origin)
{
    nw_verify_report *report = nw_alloc(1, sizeof *report);
    *report = (nw_verify_report){.stream = stream, .style = style, .origin = origin};
    if (style == NW_STYLE_JSON)
        report->results = json_array();
    return report;
}

/* What the four outcomes are called of a certificate. */
static const char *verdict_word(nw_outcome outcome)
{
    return outcome == NW_PROVED ? "valid" : outcome == NW_REFUTED ? "not valid" : "undecided";
}

static void add_line(const nw_verify_report *report, const char *file, const nw_verdict *verdict)
{
    fprintf(report->stream, "%s: %s", file, verdict_word(verdict->outcome));
    if (verdict->outcome == NW_PROVED) {
        char *lower = nw_shown_double(verdict->lower, NW_DOWN, SHOWN_DIGITS);
        char *upper = nw_shown_double(verdict->upper, NW_UP, SHOWN_DIGITS);
        fprintf(report->stream, ": %s <= error <= %s, %zu leaves, %zu boxes", lower, upper, verdict->leaves,
                verdict->boxes);
        if (!nw_box_is_cube(verdict->low, verdict->high, verdict->axes)) { /* never to be taken for all of [-1,1]^d */
            nw_text box = {0};
            nw_add_box(&box, verdict->low, verdict->high, verdict->axes);
            fprintf(report->stream, ", over %s alone", nw_text_string(&box));
            nw_text_clear(&box);
        }
        free(lower);
        free(upper);
    } else {
        fprintf(report->stream, ": %s", verdict->reason);
    }
    fputc('\n', report->stream);
    fflush(report->stream);
}

void nw_verify_report_add(nw_verify_report *report, const char *file, const nw_verdict *verdict)
{
    if (report->results == NULL) {
        add_line(report, file, verdict);
        return;
    }
    json_t *result = json_object();
    nw_json_put_text(result, "certificate", file);
    nw_json_put_text(result, "verdict", verdict_word(verdict->outcome));
    nw_json_put(result, "lower", nw_json_decimal(verdict->lower, NW_DOWN));
    nw_json_put(result, "upper", nw_json_decimal(verdict->upper, NW_UP));
    if (!nw_box_is_cube(verdict->low, verdict->high, verdict->axes))
        nw_json_put(result, "domain", nw_box_to_json(verdict->low, verdict->high, verdict->axes));
    nw_json_put_count(result, "leaves", verdict->leaves);
    nw_json_put_count(result, "boxes", verdict->boxes);
    if (report->origin != NULL)
        nw_json_put(result, "seconds", json_real(round(verdict->seconds * 1e6) / 1e6));
    nw_json_put_text_or_null(result, "reason", verdict->reason[0] != '\0' ? verdict->reason : NULL);
    nw_json_append(report->results, result);
}

void nw_verify_report_end(nw_verify_report *report)
{
    if (report->results != NULL) {
        json_t *document = nw_json_head(report->origin);
        nw_json_put(document, "results", report->results);
        nw_json_write(report->stream, document);
    }
    free(report);
}
