#include "report/gap_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "report/jobs_report.h"
#include "report/json.h"
#include "report/table.h"

enum { MOST_NAMED = 20 }; /* unknown jobs that the text names */

static bool is_unknown(const nw_gap_row *row)
{
    return row->done && row->record.outcome != NW_PROVED;
}

/* ---- JSON ---- */

static json_t *tally_to_json(const nw_gap_tally *tally)
{
    json_t *object = json_object();
    nw_json_put_count(object, "jobs", tally->jobs);
    nw_json_put_count(object, "done", tally->done);
    nw_json_put_count(object, "unknown", tally->unknown);
    return object;
}

static void write_status_json(FILE *stream, const nw_gap_status *status, const nw_origin *origin)
{
    json_t *document = nw_json_head(origin), *methods = json_object(), *unknown = json_array();
    nw_json_put_text(document, "fingerprint", status->fingerprint);
    nw_json_put(document, "total", tally_to_json(&status->all));
    for (int method = 0; method < NW_GAP_METHOD_COUNT; method++)
        if (status->methods[method].jobs > 0)
            nw_json_put(methods, nw_gap_method_words[method], tally_to_json(&status->methods[method]));
    nw_json_put(document, "methods", methods);
    nw_jobs_put_pace(document, status->running, status->rate, status->left);
    for (size_t i = 0; i < status->rows.count; i++) {
        const nw_gap_row *row = &status->rows.rows[i];
        if (!is_unknown(row))
            continue;
        json_t *object = json_object();
        nw_json_put_count(object, "job", i);
        nw_json_put_text(object, "method", nw_gap_method_words[row->job.method]);
        nw_json_put_text(object, "target", row->job.target);
        nw_json_put_text(object, "reason", row->record.reason);
        nw_json_append(unknown, object);
    }
    nw_json_put(document, "unknown", unknown);
    nw_json_write(stream, document);
}

/* ---- text ---- */

static void add_row(nw_table *table, const char *name, const nw_gap_tally *tally)
{
    nw_table_text(table, name);
    nw_table_count(table, tally->jobs);
    nw_table_count(table, tally->done);
    nw_table_count(table, tally->unknown);
}

static void add_notes(nw_table *table, const nw_gap_status *status)
{
    size_t named = 0;
    for (size_t i = 0; i < status->rows.count && named < MOST_NAMED; i++) {
        const nw_gap_row *row = &status->rows.rows[i];
        if (!is_unknown(row))
            continue;
        nw_table_notef(table, "Unknown: job %zu, %s of %s: %s.", i, nw_gap_method_words[row->job.method],
                       row->job.target, row->record.reason);
        named++;
    }
    if (status->all.unknown > named)
        nw_table_notef(table, "Unknown: %zu more; --format json lists all.", status->all.unknown - named);
    if (!status->running && status->all.done < status->all.jobs)
        nw_table_notef(table, "'nwidth gap' with the same study and file goes on where it ended.");
}

void nw_gap_status_write(FILE *stream, const nw_gap_status *status, const char *file, nw_style style,
                         const nw_origin *origin, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_status_json(stream, status, origin);
        return;
    }
    nw_table *table = nw_table_new("gap-status");
    char *state = nw_jobs_pace(status->running, status->all.done == status->all.jobs, status->rate, status->left);
    nw_table_title(table, "%s: %zu of %zu jobs done, %s", file, status->all.done, status->all.jobs, state);
    nw_table_column(table, NW_COLUMN_TEXT, "method", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "jobs", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "done", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "unknown", NULL, NULL);
    for (int method = 0; method < NW_GAP_METHOD_COUNT; method++)
        if (status->methods[method].jobs > 0)
            add_row(table, nw_gap_method_words[method], &status->methods[method]);
    add_row(table, "all", &status->all);
    if (!quiet)
        add_notes(table, status);
    nw_table_write(stream, table, style, origin);
    nw_table_free(table);
    free(state);
}
