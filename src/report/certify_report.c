#include "report/certify_report.h"

#include <math.h>

#include "report/box.h"
#include "report/json.h"
#include "report/table.h"
#include "result.h"

static void write_json(FILE *stream, const nw_certify_report *report)
{
    const nw_enclosure *enclosure = report->enclosure;
    json_t *document = nw_json_head(report->origin);
    json_t *result = json_object();
    nw_json_put_text(result, "network", report->network);
    nw_json_put_text(result, "target", nw_target_word(report->target));
    if (!nw_box_is_cube(enclosure->low, enclosure->high, nw_target_inputs(report->target)))
        nw_json_put(result, "domain",
                    nw_box_to_json(enclosure->low, enclosure->high, nw_target_inputs(report->target)));
    nw_json_put(result, "lower", nw_json_decimal(enclosure->lower, NW_DOWN));
    nw_json_put(result, "upper", nw_json_decimal(enclosure->upper, NW_UP));
    nw_json_put_text(result, "outcome", nw_outcome_word(enclosure->outcome));
    json_t *witness = json_array();
    for (int axis = 0; axis < nw_target_inputs(report->target); axis++)
        nw_json_append(witness, nw_json_decimal(enclosure->witness[axis], NW_CUT));
    nw_json_put(result, "witness", witness);
    if (enclosure->reason != NULL)
        nw_json_put_text(result, "reason", enclosure->reason);
    nw_json_put_text_or_null(result, "assumes", enclosure->assumes);
    nw_json_put_count(result, "boxes", enclosure->boxes);
    nw_json_put_count(result, "arb_boxes", enclosure->arb_boxes);
    if (report->origin != NULL)
        nw_json_put(result, "seconds", json_real(round(enclosure->seconds * 1e6) / 1e6));
    nw_json_put_text_or_null(result, "certificate", report->certificate);
    json_t *results = json_array();
    nw_json_append(results, result);
    nw_json_put(document, "results", results);
    nw_json_write(stream, document);
}

static void add_certify_notes(nw_table *table, const nw_certify_report *report)
{
    const nw_enclosure *enclosure = report->enclosure;
    nw_text point = {0}, box = {0};
    nw_add_box(&box, enclosure->low, enclosure->high, nw_target_inputs(report->target));
    /* 17 digits: read back they are this double, of which it is proven; a rounded point is another one. */
    for (int axis = 0; axis < nw_target_inputs(report->target); axis++)
        nw_text_addf(&point, "%s%.17g", axis > 0 ? ", " : "", enclosure->witness[axis]);
    nw_table_notef(table,
                   "Proven: the sup norm of network - target over %s lies between the two; the lower end is "
                   "attained or exceeded at (%s).",
                   nw_text_string(&box), nw_text_string(&point));
    nw_text_clear(&point);
    nw_text_clear(&box);
    if (enclosure->reason != NULL)
        nw_table_notef(table, "The enclosure is wider than asked: %s.", enclosure->reason);
    if (enclosure->assumes != NULL)
        nw_table_notef(table, "assumes %s", enclosure->assumes);
}

void nw_certify_report_write(FILE *stream, const nw_certify_report *report, nw_style style, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_json(stream, report);
        return;
    }
    const nw_enclosure *enclosure = report->enclosure;
    nw_table *table = nw_table_new("certify");
    nw_table_column(table, NW_COLUMN_TEXT, "network", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "target", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "lower", "error >=", "error $\\ge$");
    nw_table_column(table, NW_COLUMN_NUMBER, "upper", "error <=", "error $\\le$");
    nw_table_column(table, NW_COLUMN_TEXT, "outcome", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "boxes", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "certificate", NULL, NULL);
    nw_table_text(table, report->network);
    nw_table_text(table, nw_target_word(report->target));
    nw_table_double(table, enclosure->lower, NW_DOWN, report->digits);
    nw_table_double(table, enclosure->upper, NW_UP, report->digits);
    nw_table_text(table, nw_outcome_word(enclosure->outcome));
    nw_table_count(table, enclosure->boxes);
    nw_table_text(table, report->certificate != NULL ? report->certificate : "");
    if (style != NW_STYLE_CSV)
        nw_table_hide_blank(table);
    if (!quiet)
        add_certify_notes(table, report);
    nw_table_write(stream, table, style, report->origin);
    nw_table_free(table);
}
