#include "report/fit_report.h"

#include "report/json.h"
#include "report/table.h"

static void write_json(FILE *stream, const nw_fit_report *report)
{
    const nw_fit_result *fit = report->fit;
    json_t *document = nw_json_head(report->origin);
    json_t *result = json_object();
    nw_json_put_text(result, "target", nw_target_word(report->target));
    nw_json_put_count(result, "width", fit->network->layers[0].units);
    nw_json_put_count(result, "parameters", fit->network->parameter_count);
    nw_json_put(result, "sampled_error", nw_json_decimal(fit->error, NW_CUT));
    nw_json_put_count(result, "points", report->points);
    nw_json_put_text(result, "found_by", nw_fit_stage_words[fit->found_by]);
    nw_json_put_count(result, "restarts", fit->restarts);
    json_t *stages = json_array();
    for (int stage = 0; stage < NW_STAGE_COUNT; stage++) {
        const nw_fit_gain *gain = &fit->gains[stage];
        if (gain->runs == 0)
            continue;
        json_t *object = json_object();
        nw_json_put_text(object, "stage", nw_fit_stage_words[stage]);
        nw_json_put_count(object, "runs", gain->runs);
        nw_json_put_count(object, "iterations", gain->iterations);
        nw_json_put(object, "before", nw_json_decimal(gain->before, NW_CUT));
        nw_json_put(object, "after", nw_json_decimal(gain->after, NW_CUT));
        nw_json_append(stages, object);
    }
    nw_json_put(result, "stages", stages);
    nw_json_put_text_or_null(result, "network", report->network);
    json_t *results = json_array();
    nw_json_append(results, result);
    nw_json_put(document, "results", results);
    nw_json_write(stream, document);
}

void nw_fit_report_write(FILE *stream, const nw_fit_report *report, nw_style style, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_json(stream, report);
        return;
    }
    const nw_fit_result *fit = report->fit;
    nw_table *table = nw_table_new("fit");
    nw_table_title(table, "%s: width %zu, %zu parameters, sampled error %.6g (an estimate), found by %s",
                   nw_target_word(report->target), fit->network->layers[0].units, fit->network->parameter_count,
                   fit->error, nw_fit_stage_words[fit->found_by]);
    nw_table_column(table, NW_COLUMN_TEXT, "stage", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "runs", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "iterations", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "before", "error before", NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "after", "error after", NULL);
    for (int stage = 0; stage < NW_STAGE_COUNT; stage++) {
        const nw_fit_gain *gain = &fit->gains[stage];
        if (gain->runs == 0)
            continue;
        nw_table_text(table, nw_fit_stage_words[stage]);
        nw_table_count(table, gain->runs);
        nw_table_count(table, gain->iterations);
        nw_table_double(table, gain->before, NW_CUT, report->digits);
        nw_table_double(table, gain->after, NW_CUT, report->digits);
    }
    if (!quiet)
        nw_table_notef(table, "Errors are maxima over %zu points: estimates. 'nwidth certify' encloses the sup norm.",
                       report->points);
    nw_table_write(stream, table, style, report->origin);
    nw_table_free(table);
}
