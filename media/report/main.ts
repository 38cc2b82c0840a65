import { ReportView } from './reportView';

const view = new ReportView(document.getElementById('page') ?? document.body);

void view.start();
