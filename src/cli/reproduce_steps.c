#include "cli/reproduce_steps.h"

#include <stdlib.h>
#include <string.h>

#include "audit/claim.h"
#include "base/memory.h"
#include "report/style.h"

const char *const nw_effort_words[NW_EFFORT_COUNT + 1] = {"tiny", "quick", "paper", NULL};
const char *const nw_part_words[NW_PART_COUNT + 1] = {"theorems", "widths", "gap", "audit", "experiments", NULL};

/* ---- the list of commands ---- */

/* What a line stands for: the command as it is, or once for each format of a table, a claim or a figure, with --output
 * STEM.xyz. */
typedef enum form { AS_IS, TABLE, PAPER_TABLE, CLAIM, FIGURE, FIGURE_TEX } form;

enum {
    TINY = 1 << NW_EFFORT_TINY,
    QUICK = 1 << NW_EFFORT_QUICK,
    PAPER = 1 << NW_EFFORT_PAPER,
    ALL = TINY | QUICK | PAPER
};

typedef struct line {
    nw_part part;
    unsigned efforts; /* those that run it */
    form form;
    const char *stem;
    const char *words; /* parted by blanks */
} line;

#define WIDTH_G "width g --theta 0.25 --no-output-bias --seed 1 --format json --no-provenance "
#define STUDY "gap --target bump --m 1+1 --r 1 --theta 0.25 --methods g,q-free --k 1:8 --tasks centres --seed 1 "

static const line lines[] = {
    {NW_PART_THEOREMS, ALL, TABLE, "theorems-m1-1-m2-1", "table theorems --m1 1 --m2 1 --eps 1e-1:1e-6:log6"},
    {NW_PART_THEOREMS, QUICK | PAPER, TABLE, "theorems-m1-2-m2-3",
     "table theorems --m1 2 --m2 3 --eps 1e-1:1e-6:log6"},
    {NW_PART_THEOREMS, TINY, TABLE, "separation", "table separation --m1 2 --m2 1"},
    {NW_PART_THEOREMS, QUICK | PAPER, TABLE, "separation", "table separation --m1 1:3 --m2 1:3"},
    {NW_PART_THEOREMS, ALL, TABLE, "assumptions", "table assumptions"},
    {NW_PART_THEOREMS, ALL, TABLE, "constants", "table constants"},

    {NW_PART_WIDTHS, TINY, AS_IS, NULL,
     WIDTH_G "--target bump:r=1,n=1 --scales 2:3 --targets 2 --output measured-r1.json"},
    {NW_PART_WIDTHS, TINY, AS_IS, NULL,
     WIDTH_G "--target bump:r=2,n=1 --scales 2:3 --targets 2 --output measured-r2.json"},
    {NW_PART_WIDTHS, QUICK | PAPER, AS_IS, NULL,
     WIDTH_G "--target bump:r=1,n=1 --scales 2:16 --targets 20 --output measured-r1.json"},
    {NW_PART_WIDTHS, QUICK | PAPER, AS_IS, NULL,
     WIDTH_G "--target bump:r=2,n=1 --scales 2:16 --targets 20 --output measured-r2.json"},
    {NW_PART_WIDTHS, ALL, TABLE, "widths", "table widths measured-r1.json measured-r2.json"},
    {NW_PART_WIDTHS, ALL, FIGURE, "widths", "plot widths measured-r1.json measured-r2.json"},

    {NW_PART_GAP, TINY, AS_IS, NULL, STUDY "--scales 2:3 --targets 1 --print-study --output study.json"},
    {NW_PART_GAP, QUICK, AS_IS, NULL, STUDY "--scales 2:8 --targets 5 --print-study --output study.json"},
    {NW_PART_GAP, PAPER, AS_IS, NULL, STUDY "--scales 2:12 --targets 20 --print-study --output study.json"},
    {NW_PART_GAP, ALL, AS_IS, NULL, "gap study.json --out gap.db"},
    {NW_PART_GAP, ALL, AS_IS, NULL, "gap records gap.db --no-provenance --output records.json"},
    {NW_PART_GAP, ALL, TABLE, "gap", "table gap gap.db"},
    {NW_PART_GAP, ALL, FIGURE_TEX, "figure", "plot gap gap.db"},
    {NW_PART_GAP, ALL, TABLE, "headline", "table headline gap.db"},

    {NW_PART_AUDIT, QUICK | PAPER, PAPER_TABLE, "audit", "table audit"},
};

/* ---- making steps ---- */

static nw_step *add_step(nw_steps *steps, nw_part part)
{
    if (steps->count == steps->room) {
        steps->room = steps->room * 2 + 16;
        steps->steps = nw_grow(steps->steps, steps->room, sizeof *steps->steps);
    }
    nw_step *step = &steps->steps[steps->count++];
    *step = (nw_step){.part = part, .words = nw_alloc(1, sizeof *step->words)};
    return step;
}

/* Takes the word over. */
static void add_word(nw_step *step, char *word)
{
    step->words = nw_grow(step->words, step->count + 2, sizeof *step->words);
    step->words[step->count++] = word;
    step->words[step->count] = NULL;
}

static void add_words(nw_step *step, const char *words)
{
    for (const char *at = words + strspn(words, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        add_word(step, nw_format("%.*s", (int)length, at));
        at += length;
    }
}

/* The word behind --out. */
static void find_store(nw_step *step)
{
    for (size_t i = 0; i + 1 < step->count; i++)
        if (strcmp(step->words[i], "--out") == 0)
            step->store = step->words[i + 1];
}

static void add_line(nw_steps *steps, const line *row)
{
    static const char *const endings[][5] = {
        [AS_IS] = {""},
        [TABLE] = {"--format text --output %s.txt", "--format csv --output %s.csv", "--format json --output %s.json",
                   "--format latex --output %s.tex"},
        [PAPER_TABLE] = {"--format text --output %s.txt", "--format latex --output %s.tex",
                         "--format markdown --output %s.md"},
        [CLAIM] = {"--format json --output %s.json", "--format markdown --output %s.md"},
        [FIGURE] = {"--output %s.svg", "--output %s.pdf", "--output %s.gp"},
        [FIGURE_TEX] = {"--output %s.svg", "--output %s.pdf", "--output %s.gp", "--output %s.tex"},
    };
    for (size_t i = 0; i < 5 && endings[row->form][i] != NULL; i++) {
        nw_step *step = add_step(steps, row->part);
        const char *ending = endings[row->form][i], *place = strstr(ending, "%s");
        add_words(step, row->words);
        if (place != NULL) {
            char *whole = nw_format("%.*s%s%s", (int)(place - ending), ending, row->stem, place + 2);
            add_words(step, whole);
            free(whole);
        }
        find_store(step);
    }
}

/* ---- the claims ---- */

/* The preset tiny leaves out those that take longer than a second. */
static bool is_tiny(const nw_claim *claim)
{
    return claim == &nw_claim_h5 || claim == &nw_claim_h6 || claim == &nw_claim_h7;
}

static void add_claims(nw_steps *steps, const nw_steps_plan *plan)
{
    for (size_t i = 0; nw_claim_at(i) != NULL; i++) {
        const nw_claim *claim = nw_claim_at(i);
        if (plan->effort == NW_EFFORT_TINY && !is_tiny(claim))
            continue;
        char *words = nw_format("audit %s%s", claim->id, plan->effort == NW_EFFORT_PAPER ? "" : " --quick");
        add_line(steps, &(line){.part = NW_PART_AUDIT, .form = CLAIM, .stem = claim->id, .words = words});
        free(words);
    }
}

/* ---- the experiments ---- */

typedef struct variant {
    nw_experiment experiment;
    const char *stem;    /* of its files */
    const char *options; /* beside the preset */
    int images;          /* nw_image_kind of what --data gives it; -1: takes none */
} variant;

static const variant variants[] = {
    {NW_SYNTHETIC_DEPTH, "synthetic-depth", "", -1},
    {NW_SYNTHETIC_DEPTH, "synthetic-depth-centred", "--types I --centred", -1},
    {NW_SYNTHETIC_DEPTH, "synthetic-depth-equal", "--types I --centred --budget equal", -1},
    {NW_SYNTHETIC_EMBEDDING, "synthetic-embedding", "", -1},
    {NW_ASSUMPTION1, "assumption1", "", NW_IMAGES_GREY},
    {NW_ASSUMPTION1, "assumption1-uniform", "--images uniform", -1},
    {NW_ASSUMPTION2, "assumption2", "", NW_IMAGES_GREY},
    {NW_ROTATION, "rotation", "", NW_IMAGES_GREY},
    {NW_ROTATION, "rotation-size", "--over size", NW_IMAGES_GREY},
    {NW_LR, "lr", "", NW_IMAGES_GREY},
    {NW_COLORIZATION, "colorization", "", NW_IMAGES_COLOUR},
};
enum { VARIANTS = sizeof variants / sizeof variants[0] };

static void add_training(nw_steps *steps, const variant *which, const nw_steps_plan *plan)
{
    nw_step *step = add_step(steps, NW_PART_EXPERIMENTS);
    char *words = nw_format("experiment %s --preset %s %s --out %s.db --output %s.txt",
                            nw_experiment_cards[which->experiment].name, nw_effort_words[plan->effort],
                            which->options, which->stem, which->stem);
    add_words(step, words);
    free(words);
    if (which->images >= 0 && plan->data != NULL && plan->has[which->images]) {
        add_word(step, nw_copy_text("--data"));
        add_word(step, nw_copy_text(plan->data));
    }
    find_store(step);
}

static void add_results(nw_steps *steps, const variant *which)
{
    static const char *const commands[] = {
        "experiment records %s.db --no-provenance --output %s-records.json",
        "table experiment %s.db --format csv --output %s.csv",
        "table experiment %s.db --format json --output %s.json",
        "table experiment %s.db --format latex --output %s.tex",
        "table experiment %s.db --format markdown --output %s.md",
        "plot experiment %s.db --output %s.svg",
        "plot experiment %s.db --output %s.pdf",
        "plot experiment %s.db --output %s.gp",
        "plot experiment %s.db --output %s-figure.tex",
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        nw_step *step = add_step(steps, NW_PART_EXPERIMENTS);
        const char *first = strstr(commands[i], "%s"), *second = strstr(first + 2, "%s");
        char *words = nw_format("%.*s%s%.*s%s%s", (int)(first - commands[i]), commands[i], which->stem,
                                (int)(second - first - 2), first + 2, which->stem, second + 2);
        add_words(step, words);
        free(words);
    }
}

const char *nw_step_variant(size_t number, nw_experiment *experiment)
{
    if (number >= VARIANTS)
        return NULL;
    *experiment = variants[number].experiment;
    return variants[number].stem;
}

/* ---- the whole ---- */

static void add_threads(nw_step *step, long threads)
{
    static const char *const parallel[] = {"width", "gap", "experiment"};
    bool records = strcmp(step->words[1], "records") == 0;
    for (size_t i = 0; i < sizeof parallel / sizeof parallel[0]; i++)
        if (threads > 0 && !records && strcmp(step->words[0], parallel[i]) == 0) {
            add_word(step, nw_copy_text("--threads"));
            add_word(step, nw_format("%ld", threads));
        }
}

void nw_steps_make(nw_steps *steps, const nw_steps_plan *plan)
{
    *steps = (nw_steps){0};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if ((lines[i].efforts >> plan->effort & 1) != 0 && (plan->parts >> lines[i].part & 1) != 0)
            add_line(steps, &lines[i]);
    if ((plan->parts >> NW_PART_AUDIT & 1) != 0)
        add_claims(steps, plan);
    if ((plan->parts >> NW_PART_EXPERIMENTS & 1) != 0)
        for (size_t i = 0; i < VARIANTS; i++) {
            add_training(steps, &variants[i], plan);
            add_results(steps, &variants[i]);
        }
    for (size_t i = 0; i < steps->count; i++)
        add_threads(&steps->steps[i], plan->threads);
}

void nw_steps_clear(nw_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        for (size_t j = 0; j < steps->steps[i].count; j++)
            free(steps->steps[i].words[j]);
        free(steps->steps[i].words);
    }
    free(steps->steps);
    *steps = (nw_steps){0};
}

char *nw_step_command(const nw_step *step)
{
    const char **words = nw_alloc(step->count + 1, sizeof *words);
    words[0] = "nwidth";
    memcpy(words + 1, step->words, step->count * sizeof *words);
    nw_origin origin = {.count = step->count + 1, .command = words};
    char *command = nw_origin_command(&origin);
    free(words);
    return command;
}

nw_status nw_parts_read(unsigned *parts, const char *text, nw_error *error)
{
    *parts = 0;
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ","), part = 0;
        while (part < NW_PART_COUNT &&
               (strlen(nw_part_words[part]) != length || strncmp(nw_part_words[part], at, length) != 0))
            part++;
        if (part == NW_PART_COUNT)
            return nw_fail(error, NW_BAD_INPUT,
                           "--parts %.100s: expected theorems, widths, gap, audit or experiments, with commas", text);
        *parts |= 1u << part;
        at += length;
        if (*at == '\0')
            return NW_OK;
    }
}
