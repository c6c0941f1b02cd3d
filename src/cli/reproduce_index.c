#include "cli/reproduce_index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/text.h"

static const char HEAD[] = "# Results, preset ";

static nw_status add_file(nw_text *page, const char *path, nw_error *error)
{
    enum { PIECE = 1 << 14 };
    size_t got;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return nw_fail(error, NW_IO_FAILURE, "cannot read %.300s: %s", path, strerror(errno));
    do {
        nw_text_reserve(page, PIECE);
        got = fread(page->data + page->length, 1, PIECE, file);
        page->length += got;
        page->data[page->length] = '\0';
    } while (got > 0);
    nw_status status =
        ferror(file) ? nw_fail(error, NW_IO_FAILURE, "cannot read %.300s: %s", path, strerror(errno)) : NW_OK;
    fclose(file);
    return status;
}

static nw_status add_experiment(nw_text *page, const char *folder, const char *stem, nw_experiment experiment,
                                nw_error *error)
{
    const nw_experiment_card *card = &nw_experiment_cards[experiment];
    nw_text_addf(page, "### %s (%s)\n\nIt shows %s.\n\n![%s](experiments/%s.svg)\n\n", stem, card->figures,
                 card->summary, stem, stem);
    char *path = nw_format("%s/experiments/%s.md", folder, stem);
    nw_status status = add_file(page, path, error);
    nw_text_add(page, "\n");
    free(path);
    return status;
}

/* The file a step writes: the word behind --output. */
static const char *written(const nw_step *step)
{
    for (size_t i = 0; i + 1 < step->count; i++)
        if (strcmp(step->words[i], "--output") == 0)
            return step->words[i + 1];
    return NULL;
}

static void add_step(nw_text *page, const nw_step *step)
{
    char *command = nw_step_command(step);
    nw_text_addf(page, "- [%s](%s/%s): `%s`\n", written(step), nw_part_words[step->part], written(step), command);
    free(command);
}

static void add_steps(nw_text *page, const nw_steps *steps, nw_part part)
{
    nw_text_addf(page, "\n### %s\n\n", nw_part_words[part]);
    for (size_t i = 0; i < steps->count; i++)
        if (steps->steps[i].part == part && written(&steps->steps[i]) != NULL)
            add_step(page, &steps->steps[i]);
}

static nw_status make_page(nw_text *page, const char *folder, const nw_steps_plan *plan, const nw_steps *steps,
                           nw_error *error)
{
    nw_experiment experiment;
    const char *stem;
    nw_status status = NW_OK;
    nw_text_addf(page,
                 "%s%s\n\n"
                 "Made by `nwidth reproduce --preset %s` (nwidth %s), which writes this page. "
                 "The bounds of the theorems are in [theorems](theorems), measured widths of g beside them in "
                 "[widths](widths), q against g in [gap](gap), which begins with its [headline](gap/headline.txt), "
                 "and the claims that put the theorems to the test in [audit](audit). "
                 "Below are the paper's own experiments, figure by figure: what the paper saw, and what this run "
                 "saw; then every file with the command that made it, run in its folder.\n\n"
                 "## The paper's experiments\n\n",
                 HEAD, nw_effort_words[plan->effort], nw_effort_words[plan->effort], nw_version());
    for (size_t i = 0; status == NW_OK && (stem = nw_step_variant(i, &experiment)) != NULL; i++)
        status = add_experiment(page, folder, stem, experiment, error);
    nw_text_add(page, "## Every file and its command\n");
    for (int part = 0; part < NW_PART_COUNT; part++)
        add_steps(page, steps, (nw_part)part);
    return status;
}

nw_status nw_reproduce_index(const char *folder, const nw_steps_plan *plan, const nw_steps *steps, nw_error *error)
{
    nw_text page = {0};
    nw_output output;
    char *path = nw_format("%s/README.md", folder);
    nw_status status = make_page(&page, folder, plan, steps, error);
    if (status == NW_OK)
        status = nw_output_open(&output, path, error);
    if (status == NW_OK) {
        fwrite(nw_text_string(&page), 1, page.length, output.stream);
        status = nw_output_finish(&output, error);
    }
    nw_text_clear(&page);
    free(path);
    return status;
}

nw_status nw_reproduce_forget(const char *folder, const nw_steps_plan *plan, nw_error *error)
{
    char line[64] = "";
    char *path = nw_format("%s/README.md", folder), *ours = nw_format("%s%s\n", HEAD, nw_effort_words[plan->effort]);
    FILE *page = fopen(path, "r");
    nw_status status = NW_OK;
    if (page != NULL) {
        bool another = fgets(line, sizeof line, page) != NULL && strncmp(line, HEAD, strlen(HEAD)) == 0 &&
                       strcmp(line, ours) != 0;
        fclose(page);
        if (another && unlink(path) != 0)
            status = nw_fail(error, NW_IO_FAILURE, "cannot remove %.300s: %s", path, strerror(errno));
    }
    free(path);
    free(ours);
    return status;
}
