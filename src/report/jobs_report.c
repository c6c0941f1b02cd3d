#include "report/jobs_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "report/json.h"
#include "report/table.h"

/* ---- how fast ---- */

char *nw_jobs_pace(bool running, bool complete, double rate, double left)
{
    const char *state = running ? "running" : complete ? "complete" : "not running";
    if (!running || !isfinite(rate))
        return nw_copy_text(state);
    return nw_format("%s, %.3g jobs a second, about %.0f s left", state, rate, ceil(left));
}

static void put_seconds(json_t *object, const char *key, double value)
{
    nw_json_put(object, key, isfinite(value) ? json_real(value) : json_null());
}

void nw_jobs_put_pace(json_t *object, bool running, double rate, double left)
{
    nw_json_put(object, "running", json_boolean(running));
    put_seconds(object, "jobs_a_second", rate);
    put_seconds(object, "seconds_left", left);
}

/* ---- status ---- */

static void write_json(FILE *stream, const nw_rows *rows, const nw_jobs_status *status, const nw_origin *origin)
{
    json_t *document = nw_json_head(origin), *total = json_object();
    nw_json_put_text(document, "fingerprint", rows->fingerprint);
    nw_json_put_count(total, "jobs", status->jobs);
    nw_json_put_count(total, "done", status->done);
    nw_json_put(document, "total", total);
    nw_jobs_put_pace(document, status->running, status->rate, status->left);
    nw_json_write(stream, document);
}

void nw_jobs_status_write(FILE *stream, const nw_study_kind *kind, const char *file, const nw_rows *rows, bool running,
                          nw_style style, const nw_origin *origin, bool quiet)
{
    nw_jobs_status status;
    nw_jobs_status_of(&status, rows, running);
    if (style == NW_STYLE_JSON) {
        write_json(stream, rows, &status, origin);
        return;
    }
    bool complete = status.done == status.jobs;
    nw_table *table = nw_table_new("study-status");
    char *state = nw_jobs_pace(running, complete, status.rate, status.left);
    nw_table_title(table, "%s: %zu of %zu jobs done, %s", file, status.done, status.jobs, state);
    nw_table_column(table, NW_COLUMN_INTEGER, "jobs", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "done", NULL, NULL);
    nw_table_count(table, status.jobs);
    nw_table_count(table, status.done);
    if (!quiet && !running && !complete)
        nw_table_notef(table, "'nwidth %s' with the same study and file goes on where it ended.", kind->command);
    nw_table_write(stream, table, style, origin);
    nw_table_free(table);
    free(state);
}

/* ---- records ---- */

void nw_jobs_records_write(FILE *stream, const nw_rows *rows, const nw_origin *origin)
{
    json_t *document = nw_json_head(origin), *jobs = json_array();
    nw_json_put(document, "study", json_loads(rows->study, 0, NULL));
    for (size_t i = 0; i < rows->count; i++) {
        const nw_row *row = &rows->rows[i];
        json_t *object = json_object();
        nw_json_put(object, "job", json_loads(row->job, 0, NULL));
        nw_json_put(object, "record", row->record != NULL ? json_loads(row->record, 0, NULL) : json_null());
        nw_json_append(jobs, object);
    }
    nw_json_put(document, "jobs", jobs);
    nw_json_write(stream, document);
}
