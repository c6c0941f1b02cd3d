#include "jobs/study.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

char *nw_study_line(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_PRESERVE_ORDER);
    if (text == NULL)
        nw_exhausted();
    return text;
}

/* FNV-1a of 64 bits, mixed. */
uint64_t nw_study_hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325u;
    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3u;
    return nw_random_mix(value, 0, 0);
}

void nw_study_seal(nw_study *study)
{
    free(study->text);
    free(study->fingerprint);
    study->text = nw_study_line(study->resolved);
    study->fingerprint = nw_format("%016llx", (unsigned long long)nw_study_hash(study->text));
}

nw_status nw_study_read(nw_study *study, const nw_study_kind *kind, json_t *object, const char *file, nw_error *error)
{
    *study = (nw_study){.kind = kind};
    nw_status status = kind->read(study, object, file, error);
    if (status == NW_OK)
        nw_study_seal(study);
    else
        nw_study_clear(study);
    return status;
}

void nw_study_clear(nw_study *study)
{
    if (study->kind != NULL)
        study->kind->clear(study);
    free(study->text);
    free(study->fingerprint);
    json_decref(study->resolved);
    *study = (nw_study){0};
}

/* ---- differences ---- */

static char *shown(const json_t *value)
{
    enum { LONGEST = 120 };
    char *whole = nw_study_line(value);
    char *cut = strlen(whole) <= LONGEST ? nw_copy_text(whole) : nw_format("%.*s...", LONGEST, whole);
    free(whole);
    return cut;
}

static char *difference_of(const char *key, const json_t *here, const json_t *there)
{
    if (there == NULL || here == NULL) {
        char *value = shown(there == NULL ? here : there);
        char *line = there == NULL ? nw_format("%s is not given there and %s here", key, value)
                                   : nw_format("%s is %s there and not given here", key, value);
        free(value);
        return line;
    }
    char *ours = shown(here), *theirs = shown(there);
    char *line = nw_format("%s is %s there and %s here", key, theirs, ours);
    free(ours);
    free(theirs);
    return line;
}

char *nw_study_difference(const json_t *here, const json_t *there)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)here, key, value)
    {
        const json_t *other = json_object_get(there, key);
        if (!json_equal(value, other))
            return difference_of(key, value, other);
    }
    json_object_foreach((json_t *)there, key, value)
        if (json_object_get(here, key) == NULL)
            return difference_of(key, NULL, value);
    return NULL;
}
