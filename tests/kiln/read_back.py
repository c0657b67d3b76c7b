"""Run by kiln-ai's own Python, in an environment of its own: reads a project whole, and with "save" writes all of it again.

python read_back.py FOLDER [save]
"""

import sys

from kiln_ai.datamodel import Project


def main():
    project = Project.load_from_file(f"{sys.argv[1]}/project.kiln")
    records = []
    for task in project.tasks():
        records += [task, *task.runs(), *task.prompts(), *task.run_configs(), *task.dataset_splits(), *task.finetunes()]
        for evaluation in task.evals():
            records.append(evaluation)
            for config in evaluation.configs():
                records += [config, *config.runs()]
    if "save" in sys.argv[2:]:
        for record in records:
            record.save_to_file()
    print(len(records) + 1)


main()
