/* The gap study as jobs that are kept: descriptions and records as texts. */
#include <stdlib.h>

#include "study/gap_study.h"

static char *job_text(const nw_study *study, size_t number)
{
    return nw_gap_job_text(nw_gap_job_at(study, number));
}

static nw_status measure(char **text, const nw_study *study, size_t number, const nw_job_help *help, nw_error *error)
{
    nw_gap_record record = {0};
    *text = NULL;
    nw_status status = nw_gap_measure(&record, nw_gap_job_at(study, number), help->stop, error);
    if (status == NW_OK && !*help->stop)
        *text = nw_gap_record_text(&record);
    nw_gap_record_clear(&record);
    return status;
}

static nw_status check(bool *unknown, const nw_study *study, size_t number, const char *record, nw_error *error)
{
    nw_gap_record read;
    json_t *object = json_loads(record, JSON_REJECT_DUPLICATES, NULL);
    (void)study; /* a record says of itself what it must */
    (void)number;
    *unknown = false;
    if (object == NULL)
        return nw_fail(error, NW_BAD_INPUT, "gap record: no JSON");
    nw_status status = nw_gap_record_from_json(&read, object, error);
    if (status == NW_OK) {
        *unknown = read.outcome != NW_PROVED;
        nw_gap_record_clear(&read);
    }
    json_decref(object);
    return status;
}

const nw_study_kind nw_gap_kind = {
    .name = "gap study",
    .command = "gap",
    .application = 0x6E776770, /* "nwgp" */
    .last_first = true,        /* the last ones of a setting are the longest: none is left for the end */
    .read = nw_gap_study_fill,
    .job_text = job_text,
    .measure = measure,
    .check = check,
    .clear = nw_gap_study_empty,
};
