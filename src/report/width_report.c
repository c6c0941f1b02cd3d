#include "report/width_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "rational.h"
#include "result.h"
#include "report/json.h"
#include "report/table.h"
#include "report/table_writers.h"

static const char *file_of(char *const *files, size_t index)
{
    return files != NULL ? files[index] : NULL;
}

static const char *text_or_blank(const char *text)
{
    return text != NULL ? text : "";
}

/* ---- JSON ---- */

static json_t *certified_json(const nw_width_result *result)
{
    if (result->network == NULL)
        return json_null();
    json_t *certified = json_object();
    nw_json_put(certified, "lower", nw_json_decimal(result->enclosure.lower, NW_DOWN));
    nw_json_put(certified, "upper", nw_json_decimal(result->enclosure.upper, NW_UP));
    return certified;
}

static json_t *pieces_json(const nw_pieces *pieces)
{
    json_t *object = json_object();
    nw_json_put_text(object, "outcome", nw_outcome_word(pieces->outcome));
    nw_json_put_count(object, "least_pieces", pieces->least);
    nw_json_put_count(object, "most_pieces", pieces->most);
    nw_json_put_count(object, "least_width", pieces->width_least);
    nw_json_put_count(object, "most_width", pieces->width_most);
    return object;
}

static json_t *result_json(const nw_width_report *report, size_t index)
{
    const nw_width_result *result = &report->results[index];
    json_t *object = json_object();
    nw_json_put_text(object, "method", report->method);
    nw_json_put_text(object, "target", nw_target_word(result->target));
    nw_json_put_text(object, "activation", nw_activation_words[report->fit->activation]);
    nw_json_put_count(object, "hidden_layers", report->fit->hidden_layers);
    nw_json_put(object, "output_bias", json_boolean(report->fit->output_bias));
    char *eps = nw_rational_decimal(result->eps, NW_DOUBLE_DIGITS, NW_DOWN);
    nw_json_put_text(object, "eps", eps);
    free(eps);
    if (result->network != NULL) {
        nw_json_put_count(object, "width", result->width);
        nw_json_put_count(object, "parameters", result->network->parameter_count);
    } else {
        nw_json_put(object, "width", json_null());
        nw_json_put(object, "parameters", json_null());
    }
    nw_json_put(object, "certified", certified_json(result));
    nw_json_put_text(object, "outcome", nw_outcome_word(result->outcome));
    if (result->reason != NULL)
        nw_json_put_text(object, "reason", result->reason);
    nw_json_put_text_or_null(object, "found_by", result->found_by);
    nw_json_put_count(object, "restarts", result->restarts);
    if (report->origin != NULL)
        nw_json_put(object, "seconds", json_real(round(result->seconds * 1e3) / 1e3));
    nw_json_put_text_or_null(object, "network", file_of(report->networks, index));
    nw_json_put_text_or_null(object, "certificate", file_of(report->certificates, index));
    if (result->width_again != 0)
        nw_json_put_count(object, "width_again", result->width_again);
    if (result->has_pieces)
        nw_json_put(object, "pieces", pieces_json(&result->pieces));
    return object;
}

static json_t *summary_json(const nw_width_summary *summary)
{
    json_t *object = json_object();
    nw_json_put_count(object, "targets", summary->count);
    nw_json_put_count(object, "found", summary->found);
    if (summary->found > 0) {
        nw_json_put(object, "median_width", json_real(summary->median));
        nw_json_put(object, "mean_width", json_real(summary->mean));
        nw_json_put_count(object, "least_width", summary->least);
        nw_json_put_count(object, "most_width", summary->most);
        nw_json_put(object, "median_parameters", json_real(summary->median_parameters));
    }
    if (summary->rechecked > 0) {
        nw_json_put_count(object, "rechecked", summary->rechecked);
        nw_json_put_count(object, "moved", summary->moved);
    }
    if (summary->bounded > 0) {
        nw_json_put_count(object, "bounded", summary->bounded);
        nw_json_put_count(object, "proven_minimal", summary->minimal);
    }
    return object;
}

static void write_json(FILE *stream, const nw_width_report *report)
{
    json_t *document = nw_json_head(report->origin);
    json_t *results = json_array();
    for (size_t i = 0; i < report->count; i++)
        nw_json_append(results, result_json(report, i));
    nw_json_put(document, "results", results);
    nw_json_put(document, "summary", summary_json(report->summary));
    nw_json_write(stream, document);
}

/* ---- tables ---- */

static void add_columns(nw_table *table)
{
    nw_table_column(table, NW_COLUMN_TEXT, "target", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "eps", NULL, "$\\varepsilon$");
    nw_table_column(table, NW_COLUMN_INTEGER, "width", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "parameters", "N_g", "$N_g$");
    nw_table_column(table, NW_COLUMN_NUMBER, "lower", "error >=", "error $\\ge$");
    nw_table_column(table, NW_COLUMN_NUMBER, "upper", "error <=", "error $\\le$");
    nw_table_column(table, NW_COLUMN_TEXT, "outcome", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "found_by", "found by", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "restarts", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "width_again", "width, 5x", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "least_width", "width >=", "width $\\ge$");
    nw_table_column(table, NW_COLUMN_TEXT, "network", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "certificate", NULL, NULL);
}

static void add_optional_count(nw_table *table, bool present, size_t value)
{
    if (present)
        nw_table_count(table, value);
    else
        nw_table_blank(table);
}

static void add_row(nw_table *table, const nw_width_report *report, size_t index)
{
    const nw_width_result *result = &report->results[index];
    bool found = result->network != NULL;
    nw_table_text(table, nw_target_word(result->target));
    char *full = nw_rational_decimal(result->eps, NW_DOUBLE_DIGITS, NW_DOWN);
    char *shown = nw_shown_double(fmpq_get_d(result->eps), NW_CUT, report->digits);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
    add_optional_count(table, found, result->width);
    add_optional_count(table, found, found ? result->network->parameter_count : 0);
    if (found) {
        nw_table_double(table, result->enclosure.lower, NW_DOWN, report->digits);
        nw_table_double(table, result->enclosure.upper, NW_UP, report->digits);
    } else {
        nw_table_blank(table);
        nw_table_blank(table);
    }
    nw_table_text(table, nw_outcome_word(result->outcome));
    nw_table_text(table, text_or_blank(result->found_by));
    nw_table_count(table, result->restarts);
    add_optional_count(table, result->width_again != 0, result->width_again);
    add_optional_count(table, result->has_pieces, result->has_pieces ? result->pieces.width_least : 0);
    nw_table_text(table, text_or_blank(file_of(report->networks, index)));
    nw_table_text(table, text_or_blank(file_of(report->certificates, index)));
}

static void add_notes(nw_table *table, const nw_width_report *report)
{
    const nw_width_summary *summary = report->summary;
    if (summary->found > 0)
        nw_table_notef(table, "Median width %g (%g parameters), from %zu to %zu, over %zu of %zu targets.",
                       summary->median, summary->median_parameters, summary->least, summary->most, summary->found,
                       summary->count);
    if (summary->rechecked > 0)
        nw_table_notef(table, "%zu of %zu widths moved with five times the restarts.", summary->moved,
                       summary->rechecked);
    nw_table_note(table,
                  "Each width is an upper bound of the minimal width: a network of that width has a proven error "
                  "<= eps; that none is narrower is proven only where 'width >=' says so.");
    if (summary->bounded > 0)
        nw_table_notef(table,
                       "width >=: no one-hidden-layer ReLU network with fewer units has an error <= eps, by the exact "
                       "least number of pieces; %zu of %zu widths found meet it and are minimal.",
                       summary->minimal, summary->bounded);
    for (size_t i = 0; i < report->count; i++)
        if (report->results[i].reason != NULL)
            nw_table_notef(table, "%s: %s.", nw_target_word(report->results[i].target), report->results[i].reason);
}

/* The names of files are long, and people find them in the folder. */
static void hide_files(nw_table *table)
{
    table->columns[table->column_count - 2].hidden = true;
    table->columns[table->column_count - 1].hidden = true;
}

void nw_width_report_write(FILE *stream, const nw_width_report *report, nw_style style, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_json(stream, report);
        return;
    }
    nw_table *table = nw_table_new("width");
    nw_table_title(table, "Smallest widths of %s found, with certified errors", report->method);
    add_columns(table);
    for (size_t i = 0; i < report->count; i++)
        add_row(table, report, i);
    if (style != NW_STYLE_CSV) {
        nw_table_hide_blank(table);
        hide_files(table);
    }
    if (!quiet)
        add_notes(table, report);
    nw_table_write(stream, table, style, report->origin);
    nw_table_free(table);
}
